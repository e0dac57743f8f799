"""Papers between two levels: reports, filings, reviews, requests and replies, with number and due day."""
