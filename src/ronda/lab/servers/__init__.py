"""The lab's servers: a World becomes sockets on loopback."""
