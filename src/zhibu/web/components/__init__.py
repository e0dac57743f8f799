"""Parts used on several pages: partial templates, the day asked for, sheets, page cutting."""
