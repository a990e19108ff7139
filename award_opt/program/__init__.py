"""All rows of a tender as sparse integer arrays, and the parts that no row links."""
