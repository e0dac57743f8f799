"""What programs and the command line may do and read of posts and committees, by noun."""
