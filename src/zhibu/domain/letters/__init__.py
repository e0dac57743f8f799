"""Texts that only named persons read (只给本人看的内容): sealed at rest, opened for one holder at a time."""
