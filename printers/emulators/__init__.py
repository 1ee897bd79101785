"""Stand-ins for devices on real sockets; they ship, and their faults are set, not waited for."""
