namespace Omnichannel.Audit.Stock;

/// <summary>What the events right before a movement say about it.</summary>
internal sealed class AnnouncedMovement(string movementId)
{
    public string MovementId => movementId;

    public int EventsCount { get; set; }

    /// <summary>Reserved units right before the last hold gave way; 0 when none did.</summary>
    public long ReservedBeforeLastDisplacement { get; set; }

    public bool HasShortfall { get; private set; }

    public long Unrecorded { get; private set; }

    public long Uncovered { get; private set; }

    public void Declare(StockFact shortfall)
    {
        HasShortfall = true;
        Unrecorded += shortfall.Unrecorded;
        Uncovered += shortfall.Uncovered;
    }
}
