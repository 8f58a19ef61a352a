"""Sheets that an office keeps: read as events by a mapping of their headings, and written as templates."""
