"""Users, roles held at an organisation, and the one place that says who sees what."""
