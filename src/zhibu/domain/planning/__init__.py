"""Looking ahead: agendas of the coming months, calendar feeds, burden, what a change would do."""
