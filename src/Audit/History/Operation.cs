namespace Omnichannel.Audit.History;

/// <summary>What a client asked for.</summary>
public enum OperationKind
{
    None = 0,
    Reserve,
    Confirm,
    Fulfill,
    Release,
    Receive,
    Adjust,
    Count,
    Sell,
    Extend,
    SetSafetyStock,
    TransferOut,
    TransferIn,
    ReadStock,
    ReadStockStrong,
    ReadReservation,
}

/// <summary>What the client knows of the outcome.</summary>
public enum Outcome
{
    None = 0,

    /// <summary>It was acknowledged: its effect is in the journal, for good.</summary>
    Ok,

    /// <summary>A rule said no: this try had no effect.</summary>
    Fail,

    /// <summary>No answer, or one that does not tell: it may have had its effect, once.</summary>
    Info,
}

/// <summary>What an answer says happened.</summary>
public enum Verdict
{
    /// <summary>There was no answer, or it does not tell a first answer from its repeat.</summary>
    None = 0,

    /// <summary>This try had the effect.</summary>
    Done,

    /// <summary>It was so already: nothing changed. Reads are answered so.</summary>
    Repeat,

    Refused,
}

/// <summary>The figures of an answer; null for those that it does not have.</summary>
/// <param name="State">Of the reservation: reserved, confirmed, fulfilled, released, expired.</param>
/// <param name="Quantity">Of the reservation, as are the next three.</param>
/// <param name="OnHand">Of the stock, as are the next three.</param>
public sealed record Told(
    string? State = null,
    long? Quantity = null,
    long? Fulfilled = null,
    long? Released = null,
    DateTimeOffset? ExpiresAt = null,
    long? OnHand = null,
    long? Reserved = null,
    long? SafetyStock = null,
    long? Available = null);

/// <summary>One try of one intent, written before it is sent. All tries of an intent carry the same id; each try has a number of its own.</summary>
/// <param name="Id">The reservation or the movement.</param>
/// <param name="Quantity">Units as sent; null for all that is open.</param>
/// <param name="CommandId">Of a partial fulfilment or release.</param>
/// <param name="BodySha">The same for the same body; null when the client does not keep it.</param>
/// <param name="Target">The process it was sent to.</param>
/// <param name="HoldSeconds">Of a reservation or an extension.</param>
/// <param name="SentAt">Monotonic ticks of the machine: comparable between processes of one machine.</param>
public sealed record OperationSent(
    string Run,
    string Client,
    long Seq,
    OperationKind Kind,
    string Id,
    string Sku,
    string Location,
    long? Quantity = null,
    string? CommandId = null,
    string? BodySha = null,
    string? Target = null,
    long SentAt = 0,
    long? HoldSeconds = null,
    string? Channel = null,
    string? Reference = null,
    string? Reason = null,
    long? ExpectedVersion = null)
{
    public string Entity => $"stock/{Sku}/{Location}";
}

/// <summary>The end of one try, written after it.</summary>
/// <param name="Code">Why it was refused, in the words of the HTTP contract.</param>
/// <param name="ResultSha">Of those members of the answer that a repeat must give again; null when there are none.</param>
public sealed record OperationAnswered(
    string Run,
    string Client,
    long Seq,
    Outcome Outcome,
    int? Http = null,
    string? Code = null,
    long? Version = null,
    string? ResultSha = null,
    long AnsweredAt = 0,
    Verdict Verdict = Verdict.None,
    Told? Told = null);

/// <summary>A try and what came of it. A try without an end has the outcome <see cref="History.Outcome.Info"/>.</summary>
public sealed record Operation(OperationSent Sent, OperationAnswered? Answered)
{
    public Outcome Outcome => Answered?.Outcome ?? Outcome.Info;
}
