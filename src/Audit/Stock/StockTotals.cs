namespace Omnichannel.Audit.Stock;

/// <summary>Units by what happened to them, summed from the quantities that callers gave: a second way to what is on hand.</summary>
internal sealed class StockTotals
{
    public long Fulfilled { get; set; }

    public long Unrecorded { get; set; }

    private long In { get; set; }

    private long Out { get; set; }

    public long OnHand => In + Unrecorded - Out - Fulfilled;

    public void Add(StockFact movement, long onHandBefore)
    {
        switch (movement.Kind)
        {
            case StockFactKind.Sold or StockFactKind.TransferredOut: Out += movement.Quantity; break;
            case StockFactKind.Counted: In += movement.Quantity - onHandBefore; break;
            default: In += movement.Quantity; break;
        }
    }
}
