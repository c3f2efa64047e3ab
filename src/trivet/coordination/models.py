"""The models of this room, gathered for Django."""
