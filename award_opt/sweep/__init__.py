"""Many awards beside each other: rules moved, scores drawn again, bidders gone; a simulation."""
