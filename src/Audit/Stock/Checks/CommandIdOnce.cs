namespace Omnichannel.Audit.Stock.Checks;

internal sealed class CommandIdOnce : IStockCheck
{
    public AuditCheck Number => AuditCheck.CommandIdOnce;

    public string? Before(StockState state, StockFact fact) =>
        fact.CommandId is { } command && state.Find(fact.ReservationId) is { } hold && hold.Knows(command)
            ? $"command {command} on reservation {hold.Id} had its effect a second time."
            : null;
}
