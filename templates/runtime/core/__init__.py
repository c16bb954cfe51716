"""What every package has: requests and responses, errors, enums, plain values."""
