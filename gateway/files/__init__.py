"""Long answers as files: the room is asked part by part, and each part is written as it comes, so memory stays flat."""
