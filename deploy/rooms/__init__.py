"""The processes of the rooms: `python -m deploy.rooms ROOM` runs one until it is told to stop."""
