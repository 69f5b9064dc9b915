"""What industry makes: names, purposes, grades and inputs of products and services, as data of our own."""
