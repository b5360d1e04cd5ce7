namespace Omnichannel.Audit.Stock;

/// <summary>One promise about stock, looked at around every event. A check keeps nothing between events.</summary>
internal interface IStockCheck
{
    AuditCheck Number { get; }

    /// <summary>A sentence when the event must not follow this state.</summary>
    string? Before(StockState state, StockFact fact) => null;

    /// <summary>A sentence when the state that the event led to must not be.</summary>
    string? After(StockState state, StockFact fact) => null;
}
