"""The Qur'an: what is announced or stands in marks, whole or in parts. `pipeline` reads as the whole story."""
