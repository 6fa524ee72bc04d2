"""Tests tell in sentences what Kring does. They mirror the packages of the product."""
