namespace Omnichannel.Retail;

/// <summary>What a row of the file means for stock.</summary>
public enum LineKind
{
    None = 0,

    /// <summary>Goods for a known customer: reserved, confirmed and fulfilled.</summary>
    OnlineSale,

    /// <summary>Goods for a guest: sold at a till.</summary>
    TillSale,

    /// <summary>A cancelled line: the goods come back.</summary>
    Return,

    /// <summary>A correction of the book, up or down, with the clerk's words as the reason.</summary>
    Adjustment,

    /// <summary>Not stock: carriage, fees, discounts, vouchers, bad debt.</summary>
    Skipped,
}

/// <summary>One row as an operation on the stock of one SKU.</summary>
/// <param name="Id">The same whenever the same row is planned for the same run: what makes a repeat harmless.</param>
/// <param name="Quantity">Units; negative only for an adjustment downwards.</param>
/// <param name="Delta">What it does to what is on hand.</param>
/// <param name="Reason">For the journal; null for sales.</param>
public readonly record struct RetailLine(RetailRow Row, LineKind Kind, string Id, string Sku, long Quantity, long Delta, string? Reason)
{
    /// <summary>Skipped rows are counted by their code.</summary>
    public string Code => Row.StockCode;

    /// <summary>In pence.</summary>
    public long UnitAmount => Pence.Of(Row.UnitPrice);

    /// <summary>In pence.</summary>
    public long Amount => checked(Quantity * UnitAmount);
}
