"""Label designs: documents, layout in printer dots, checks of what will print, images and PDF."""
