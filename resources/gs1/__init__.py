"""What GS1 publishes as data: the application identifiers, and the code lists that their values use."""
