"""From a price to an order: the municipality's facts, the form and the days."""
