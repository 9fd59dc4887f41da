"""Where other programs meet this one: the assistants' protocol, and what a report of an error needs."""
