"""One call, from the signed request to the stored event; and the clock that calls are told by."""
