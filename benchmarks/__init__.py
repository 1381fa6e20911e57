"""What a step costs, here and at the bare limit, on the server and on a phone: `make bench` prints it as tables."""
