"""What is put together for people: a briefing, and the main job in one go."""
