"""Who comes to a meeting and who came (到会): answers, leave, signing in, making up."""
