"""What can go wrong in the lab, said in words."""


class LabError(Exception):
    """The lab cannot serve this world; the message says what, where and how to mend it."""


class PortBusy(LabError):
    """Another program holds a port that the lab wants; the message names address and port."""
