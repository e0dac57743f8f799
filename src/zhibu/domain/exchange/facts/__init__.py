"""The database in the normal form of the facts bundle: views, rows in and out, the copy to judge."""
