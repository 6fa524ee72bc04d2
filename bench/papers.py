"""Minutes as PDF: sixty lines and thirty people, and how much of it is reading, setting out, and the compiler."""
