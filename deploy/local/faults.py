"""What can be wrong with a machine, said so that the reader knows what to do."""


class CannotStart(Exception):
    """A part cannot be started; the message names the cause and the cure."""
