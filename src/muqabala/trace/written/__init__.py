"""What stands written: the folded text word by word, markup and brackets, the writer's asides."""
