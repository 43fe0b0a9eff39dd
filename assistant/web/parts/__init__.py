"""What the page shows, as markup: values in, a part of the page out."""
