using Omnichannel.Audit.Stock;

namespace Omnichannel.Audit.History;

/// <summary>Units that the journal of one entity says came in, were declared missing, or were given up.</summary>
internal sealed class UnitsOfEntity
{
    private readonly Dictionary<string, long> _released = new(StringComparer.Ordinal);
    private readonly HashSet<(StockFactKind Kind, string Reservation)> _parts = [];

    /// <summary>All that movements did to the book.</summary>
    public long Moved { get; private set; }

    public long Uncovered { get; private set; }

    public long ReleasedOf(string reservation) => _released.GetValueOrDefault(reservation);

    /// <summary>Whether any part of a reservation was fulfilled or released.</summary>
    public bool HasPart(OperationKind kind, string reservation) =>
        _parts.Contains((kind == OperationKind.Fulfill ? StockFactKind.Fulfilled : StockFactKind.Released, reservation));

    public void Add(StockFact fact)
    {
        if (fact.IsMovement) Moved += fact.OnHandDelta;
        Uncovered += fact.Uncovered;
        if (fact.Kind == StockFactKind.Fulfilled) _parts.Add((StockFactKind.Fulfilled, fact.ReservationId));

        // Units that gave way were released too, only not for the client.
        if (fact.Kind is StockFactKind.Released or StockFactKind.Displaced) _parts.Add((StockFactKind.Released, fact.ReservationId));
        if (fact.Kind is StockFactKind.Released or StockFactKind.Displaced)
            _released[fact.ReservationId] = ReleasedOf(fact.ReservationId) + fact.Quantity;
    }
}
