"""What members share: items, threads, attachments, feedback."""
