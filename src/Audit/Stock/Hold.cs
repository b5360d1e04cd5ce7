namespace Omnichannel.Audit.Stock;

internal enum HoldState
{
    None = 0,
    Reserved,
    Confirmed,
    Fulfilled,
    Released,
    Expired,
}

/// <summary>One reservation as the auditor sees it.</summary>
internal sealed class Hold(string id, long quantity, string? cart = null)
{
    // Nearly always there is one.
    private string? _command;
    private HashSet<string>? _more;

    public string Id => id;

    public long Quantity => quantity;

    /// <summary>The cart that asked for it; null when nobody said so.</summary>
    public string? Cart => cart;

    public HoldState State { get; set; } = HoldState.Reserved;

    public DateTimeOffset ExpiresAt { get; set; }

    public DateTimeOffset EndedAt { get; set; } = DateTimeOffset.MaxValue;

    public long Fulfilled { get; set; }

    public long Released { get; set; }

    public bool IsOpen => State is HoldState.Reserved or HoldState.Confirmed;

    public long Open => IsOpen ? quantity - Fulfilled - Released : 0;

    public bool Knows(string command) => command == _command || _more?.Contains(command) == true;

    public void Learn(string command)
    {
        if (_command is null) _command = command;
        else (_more ??= new(StringComparer.Ordinal)).Add(command);
    }
}
