"""Where facts lie and where SQL runs: sessions on four engines, copies, working tables, a few units' facts."""
