"""What an account mentions: people, places, numbers, dates, hours, things."""
