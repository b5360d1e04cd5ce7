using System.ComponentModel.DataAnnotations;
using Omnichannel.Http;

namespace Omnichannel.Inventory;

/// <summary>Moves units of one SKU from one location to another.</summary>
public sealed record TransferBody
{
    [Required, RegularExpression(Check.IdentifierPattern)]
    public string? Sku { get; init; }

    [Required, RegularExpression(Check.IdentifierPattern)]
    public string? Source { get; init; }

    [Required, RegularExpression(Check.IdentifierPattern)]
    public string? Target { get; init; }

    [Required, Range(Limits.QuantityMin, Limits.QuantityMax)]
    public long? Quantity { get; init; }

    [MaxLength(Limits.TextLengthMax)]
    public string? Reason { get; init; }

    internal TransferStock ToCommand()
    {
        var sku = Check.Identifier<Sku>("/sku", Sku);
        var (source, target) = (Check.Identifier<Location>("/source", Source), Check.Identifier<Location>("/target", Target));
        if (source == target) throw new BadInputException(ProblemKinds.SameLocation);
        return new(sku, source, target, Check.Quantity("/quantity", Quantity), Check.Text("/reason", Reason, ProblemKinds.TextOutOfRange));
    }
}

/// <param name="Status">transferred, under-way, or why it was refused: insufficient-stock, target-full, source-full.</param>
public sealed record TransferAnswer(TransferId Id, string Status, Sku Sku, Location Source, Location Target, long Quantity, string? Reason)
{
    public static TransferAnswer Of(TransferId id, TransferReply reply)
    {
        var transfer = reply.Transfer!;
        return new(id, WireNames.Of(reply.Status), transfer.Sku, transfer.Source, transfer.Target, transfer.Quantity, transfer.Reason);
    }
}

/// <summary>Transfers of stock between two locations.</summary>
public static class TransferEndpoints
{
    private const string Path = "/v1/transfers/{id}";
    private const string Tag = "Transfers";
    private const string Example =
        """{"id":"t-7","status":"transferred","sku":"MUG-1","source":"london","target":"leeds","quantity":3,"reason":"rebalance"}""";

    public static void MapTransfers(this IEndpointRouteBuilder routes)
    {
        routes.MapPut(Path, TransferAsync)
            .Says(
                Tag,
                "transfer",
                "Transfer stock",
                "Out of the source first, then into the target, each step once. Whoever dies in between, nothing is lost and nothing doubled.")
            .Takes<TransferBody>("""{"sku":"MUG-1","source":"london","target":"leeds","quantity":3,"reason":"rebalance"}""")
            .Gives<TransferAnswer>(201, "Transferred.", Example)
            .Gives<TransferAnswer>(200, "It was transferred before, by the same id and body.", Example)
            .Gives<TransferAnswer>(
                202,
                "On its way; the grid goes on by itself. Repeat the call, or read the transfer.",
                Example.Replace("transferred", "under-way", StringComparison.Ordinal))
            .Refuses(
                ProblemKinds.QuantityOutOfRange, ProblemKinds.SameLocation, ProblemKinds.TextOutOfRange, ProblemKinds.ExistsWithDifferentBody,
                ProblemKinds.InsufficientStock, ProblemKinds.TargetFull, ProblemKinds.SourceFull);
        routes.MapGet(Path, FindAsync)
            .Says(Tag, "findTransfer", "Read a transfer", "Where it stands.")
            .Gives<TransferAnswer>(200, "The transfer; its status may say why it was refused.", Example)
            .Refuses(ProblemKinds.TransferNotFound);
    }

    private static async Task<IResult> TransferAsync(string id, HttpContext http, IGrainFactory grains)
    {
        var transfer = Check.Identifier<TransferId>("id", id);
        var command = (await Body.ReadAsync(http, InventoryJson.Strict.TransferBody)).ToCommand();
        var reply = await grains.GetGrain<ITransferGrain>(transfer.Value).Transfer(command);
        if (StatusProblems.Of(reply.Status) is { } kind)
            return kind == ProblemKinds.InsufficientStock ? Problem.OfAvailable(kind, reply.Available) : new Problem(kind);
        var status = Coordinated.StatusOf(reply.Status == TransferStatus.UnderWay, reply.IsRepeat);
        return new JsonAnswer<TransferAnswer>(status, TransferAnswer.Of(transfer, reply), InventoryJson.Default.TransferAnswer)
        {
            Location = status == StatusCodes.Status200OK ? null : $"/v1/transfers/{transfer}",
        };
    }

    private static async Task<IResult> FindAsync(string id, IGrainFactory grains)
    {
        var transfer = Check.Identifier<TransferId>("id", id);
        var reply = await grains.GetGrain<ITransferGrain>(transfer.Value).Find();
        if (reply.Transfer is null) return new Problem(ProblemKinds.TransferNotFound);
        return new JsonAnswer<TransferAnswer>(StatusCodes.Status200OK, TransferAnswer.Of(transfer, reply), InventoryJson.Default.TransferAnswer);
    }
}
