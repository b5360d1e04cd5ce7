namespace Omnichannel.Retail;

/// <summary>What rows of one invoice that follow each other mean together.</summary>
public enum OrderKind
{
    None = 0,

    /// <summary>One row that stands for itself: a guest's, a correction, or no stock at all.</summary>
    Row,

    /// <summary>Goods for a known customer.</summary>
    Purchase,

    /// <summary>Goods that a known customer sent back.</summary>
    Return,
}

/// <param name="Price">The price in pence to be set before the line is added; null while it is the one that the line before it had.</param>
public readonly record struct OrderLine(RetailLine Line, long? Price);

/// <summary>Lines that one cart can have.</summary>
/// <param name="Id">The id of its first line: of the cart, and of its checkout.</param>
public sealed record RetailCart(string Id, IReadOnlyList<RetailLine> Lines)
{
    public long Units => Lines.Sum(static line => line.Quantity);

    /// <summary>In pence.</summary>
    public long Total => Lines.Sum(static line => line.Amount);
}

/// <summary>Rows that follow each other and belong together.</summary>
public sealed record RetailOrder(OrderKind Kind, IReadOnlyList<OrderLine> Lines)
{
    /// <summary>What one cart line, and one cart, may have.</summary>
    public const long LineQuantityMax = 1_000;
    public const int CartLinesMax = 100;
    public const long CartUnitsMax = 5_000;

    public RetailLine First => Lines[0].Line;

    public string Invoice => First.Row.Invoice;

    public string CustomerId => First.Row.CustomerId;

    public long Units => Lines.Sum(static line => line.Line.Quantity);

    /// <summary>In pence.</summary>
    public long Total => Lines.Sum(static line => line.Line.Amount);

    /// <summary>Whether a line is too large for a cart: it is reserved by itself.</summary>
    public static bool IsLoose(RetailLine line) => line.Quantity > LineQuantityMax;

    /// <summary>The carts of a purchase, filled one after the other in the order of the file.</summary>
    public IReadOnlyList<RetailCart> Carts()
    {
        var carts = new List<RetailCart>();
        var lines = new List<RetailLine>();
        var units = 0L;
        foreach (var (line, _) in Lines)
        {
            if (IsLoose(line)) continue;
            if (lines.Count == CartLinesMax || units + line.Quantity > CartUnitsMax)
            {
                carts.Add(new(lines[0].Id, lines));
                (lines, units) = ([], 0);
            }

            lines.Add(line);
            units += line.Quantity;
        }

        if (lines.Count > 0) carts.Add(new(lines[0].Id, lines));
        return carts;
    }
}
