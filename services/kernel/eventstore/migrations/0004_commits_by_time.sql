-- "As of an instant" asks for the last commit recorded by then. Time never runs backwards along a book.
create index commits_recorded_at on commits (recorded_at, from_position);
