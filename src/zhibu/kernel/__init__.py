"""What every floor stands on: errors, dates, ids, the clock. Knows no Django and no Party term."""
