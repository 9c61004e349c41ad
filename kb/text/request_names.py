"""What a board may call the recommendations of a review: strategies, improvements or aims."""

REQUEST_NAMES = "strategy|improvement|point|priority|objective|outcome|aim|ask"  # for regular expressions, all cases
