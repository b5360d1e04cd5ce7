using System.Text.Json.Nodes;
using Omnichannel.Audit;
using Omnichannel.Journal;

namespace Omnichannel.Simulation.Mutants;

/// <summary>Something that happened to carts or customers is not what is read again: it does not survive the activation.</summary>
internal abstract class Forgets : Mutant
{
    public override bool IsOfShop => true;

    public override IJournal OfNode(IJournal connection) => new Forgetful(connection, Rows.Each(Tags, Forget));

    protected abstract string[] Tags { get; }

    protected abstract void Forget(JsonObject happened);

    private sealed class Forgetful(IJournal journal, Func<string, string> forget) : Passing(journal)
    {
        public override async ValueTask<EntityHistory> ReadAsync(EntityKey entity, CancellationToken cancellationToken) =>
            Rows.Rewritten(entity, await Inner.ReadAsync(entity, cancellationToken), forget);
    }
}

/// <summary>Something else is written than was decided.</summary>
internal abstract class Miswrites : Mutant
{
    public override bool IsOfShop => true;

    public override IJournal OfStore(IJournal journal) => new Pen(journal, Rows.Each(Tags, Miswrite));

    protected abstract string[] Tags { get; }

    protected abstract void Miswrite(JsonObject happened);

    private sealed class Pen(IJournal journal, Func<string, string> miswrite) : Passing(journal)
    {
        public override ValueTask AppendAsync(JournalAppend append) =>
            Inner.AppendAsync(Rows.Rewritten(append, Rows.Now(Inner.ReadAsync(append.Entity, CancellationToken.None)), miswrite));
    }
}

/// <summary>A merge of two carts loses its last line on the way, and says nothing of it.</summary>
internal sealed class MergeDropsALine : Miswrites
{
    public override AuditCheck CaughtBy => AuditCheck.CartMergeWhole;

    protected override string[] Tags => ["cart-merged"];

    protected override void Miswrite(JsonObject happened)
    {
        if (happened["lines"] is not JsonArray { Count: > 0 } lines) return;
        var dropped = (string?)lines[^1]!["id"];
        lines.RemoveAt(lines.Count - 1);
        if (happened["entries"] is JsonArray entries) entries.Remove(entries.FirstOrDefault(entry => (string?)entry!["lineId"] == dropped));
    }
}

/// <summary>A merge never sees the last line of the other cart: what it writes is all of a piece, and only the other cart knows better.</summary>
internal sealed class MergeOverlooksALine : Miswrites
{
    public override AuditCheck CaughtBy => AuditCheck.CartMergesAgree;

    protected override string[] Tags => ["cart-merged"];

    protected override void Miswrite(JsonObject happened)
    {
        if (happened["sourceLines"] is not JsonArray { Count: > 0 } source || happened["entries"] is not JsonArray entries) return;
        var overlooked = (string?)source[^1]!["id"];
        var entry = entries.FirstOrDefault(entry => (string?)entry!["sourceLineId"] == overlooked);
        if ((string?)entry?["outcome"] != "Added") return;
        source.RemoveAt(source.Count - 1);
        entries.Remove(entry);
        var lines = happened["lines"]!.AsArray();
        lines.Remove(lines.First(line => (string?)line!["id"] == (string?)entry!["lineId"]));
    }
}

/// <summary>What a cart gave back is still held.</summary>
internal sealed class LeaksHolds : Miswrites
{
    public override AuditCheck CaughtBy => AuditCheck.HoldsBehindLines;

    protected override string[] Tags => ["reservation-released"];

    protected override void Miswrite(JsonObject happened)
    {
        happened["type"] = "safety-stock-set";
        happened["quantity"] = 0;
    }
}

/// <summary>That a cart was refused a hold does not survive the activation: another owner of the cart is given it.</summary>
internal sealed class TakesRefusalsBack : Forgets
{
    public override AuditCheck CaughtBy => AuditCheck.ReservationIdOnce;

    protected override string[] Tags => ["reservation-refused"];

    protected override void Forget(JsonObject happened) => happened["reservationId"] = $"forgotten-{happened["reservationId"]}";
}

/// <summary>That a cart was refused a hold is never written down.</summary>
internal sealed class LosesRefusals : Miswrites
{
    public override AuditCheck CaughtBy => AuditCheck.HoldsBehindLines;

    protected override string[] Tags => ["reservation-refused"];

    protected override void Miswrite(JsonObject happened)
    {
        happened["type"] = "safety-stock-set";
        happened["quantity"] = 0;
    }
}

/// <summary>A checkout does not survive the activation: pressed again, it is made again.</summary>
internal sealed class ChecksOutTwice : Forgets
{
    public override AuditCheck CaughtBy => AuditCheck.CheckoutOnce;

    protected override string[] Tags => ["checkout-frozen"];

    protected override void Forget(JsonObject happened)
    {
        happened["type"] = "checkout-refused";
        happened["checkoutId"] = happened["checkout"]!["id"]!.DeepClone();
        (happened["shortages"], happened["releases"]) = (new JsonArray(), new JsonArray());
    }
}

/// <summary>That a code was used does not survive the activation.</summary>
internal sealed class TakesCodesTwice : Forgets
{
    public override AuditCheck CaughtBy => AuditCheck.CodeUsedOnce;

    protected override string[] Tags => ["handover-taken"];

    protected override void Forget(JsonObject happened)
    {
        happened["type"] = "handover-offered";
        happened["handoverId"] = $"forgotten-{happened["handoverId"]}";
        (happened["codeHash"], happened["expiresAt"]) = ("", happened["at"]!.DeepClone());
    }
}

/// <summary>That somebody has an identity does not survive the activation.</summary>
internal sealed class ClaimsIdentitiesTwice : Forgets
{
    public override AuditCheck CaughtBy => AuditCheck.IdentityOwnedOnce;

    protected override string[] Tags => ["identity-claimed"];

    protected override void Forget(JsonObject happened) => (happened["type"], happened["customer"]) = ("identity-refused", "nobody");
}

/// <summary>The ids of what was earned and spent do not survive the activation.</summary>
internal sealed class CountsPointsTwice : Forgets
{
    public override AuditCheck CaughtBy => AuditCheck.PointsAddUp;

    protected override string[] Tags => ["points-earned", "points-spent"];

    protected override void Forget(JsonObject happened) => happened["commandId"] = $"forgotten-{happened["commandId"]}";
}
