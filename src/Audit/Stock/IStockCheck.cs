namespace Omnichannel.Audit.Stock;

/// <summary>One promise about stock.</summary>
internal interface IStockCheck : ICheck<StockState, StockFact>;
