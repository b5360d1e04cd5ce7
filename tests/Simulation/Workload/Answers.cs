using Omnichannel.Audit.History;
using Omnichannel.Inventory;

namespace Omnichannel.Simulation.Workload;

/// <summary>The replies of the grains in the auditor's terms.</summary>
internal static class Answers
{
    public static Answer Of(ReserveReply reply) =>
        Of(reply.Status, ReserveStatus.Reserved, ReserveStatus.Exists, reply.Version, Told(reply.Reservation, reply.Available));

    public static Answer Of(ReservationReply reply) =>
        Of(reply.Status, ReservationStatus.Done, ReservationStatus.AlreadyDone, reply.Version, Told(reply.Reservation, null));

    public static Answer Of(MoveReply reply) => Of(reply.Status, MoveStatus.Moved, MoveStatus.Exists, reply.Stock.Version, Told(reply.Stock));

    public static Answer Of(SafetyStockReply reply) =>
        Of(reply.Status, SafetyStockStatus.Set, SafetyStockStatus.AlreadySet, reply.Stock.Version, Told(reply.Stock));

    public static Answer Of(StockView stock) => new(Verdict.Repeat, null, stock.Version, Told(stock));

    public static Answer Of(TransferReply reply) => reply.Status switch
    {
        TransferStatus.Transferred => new(reply.IsRepeat ? Verdict.Repeat : Verdict.Done),
        TransferStatus.UnderWay => new(Verdict.None) { IsFinal = false },
        var refused => new(Verdict.Refused, Codes.Of(refused)),
    };

    public static Answer Of(GroupReply reply) => reply.Status switch
    {
        GroupStatus.Reserved or GroupStatus.PartlyReserved => new(reply.IsRepeat ? Verdict.Repeat : Verdict.Done, Codes.Of(reply.Status)),
        GroupStatus.UnderWay => new(Verdict.None) { IsFinal = false },
        var refused => new(Verdict.Refused, Codes.Of(refused)),
    };

    private static Answer Of<T>(T status, T done, T repeat, long version, Told? told) where T : struct, Enum
    {
        if (EqualityComparer<T>.Default.Equals(status, done)) return new(Verdict.Done, null, version, told);
        if (EqualityComparer<T>.Default.Equals(status, repeat)) return new(Verdict.Repeat, null, version, told);
        return new(Verdict.Refused, Codes.Of(status), version, told);
    }

    private static Told Told(StockView stock) =>
        new(OnHand: stock.OnHand, Reserved: stock.Reserved, SafetyStock: stock.SafetyStock, Available: stock.Available);

    private static Told Told(ReservationView? view, long? available) => view is null
        ? new(Available: available)
        : new(Codes.Of(view.State), view.Quantity, view.Fulfilled, view.Released, view.ExpiresAt, Available: available);
}
