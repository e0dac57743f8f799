"""Looking ahead: agendas of the coming months, calendar feeds, waivers, burden, trying a change."""
